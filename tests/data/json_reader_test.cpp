#include "data/source/json_reader.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "data/source/error.h"

namespace data {
namespace {

JsonFile parse(const std::string& text) { return JsonFile::parse(text, "test.json", "Cannot read the test"); }

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) { return error.what(); }
  return "no error";
}

class JsonReader : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

TEST_F(JsonReader, NamesLineAndColumnOfASyntaxError) {
  const std::string message = error_of([] { parse("{\n  \"tên\": 1,\n  \"b\" 2\n}"); });
  EXPECT_NE(message.find("Cannot read the test: test.json: line 3, column 7"), std::string::npos) << message;
  EXPECT_NE(message.find("look at line 3"), std::string::npos) << message;
}

TEST_F(JsonReader, CountsColumnsInCharacters) {
  const std::string message = error_of([] { parse("{\"Vĩnh Phúc\" 1}"); });
  EXPECT_NE(message.find("line 1, column 14"), std::string::npos) << message;
}

TEST_F(JsonReader, SaysWhenAFileIsNoJsonAtAll) {
  EXPECT_NE(error_of([] { parse("indicator,scope\n"); }).find("not a JSON file"), std::string::npos);
  EXPECT_NE(error_of([] { parse("  \n"); }).find("the file is empty"), std::string::npos);
}

TEST_F(JsonReader, ToleratesAByteOrderMarkAndNamesMissingFiles) {
  const auto path = std::filesystem::temp_directory_path() / ("phusong_json_reader_bom_" + std::to_string(getpid()) + ".json");
  std::ofstream(path, std::ios::binary) << "\xEF\xBB\xBF{\"a\": 1}";
  EXPECT_EQ(JsonFile::read(path, "x").root().at("a", "").number(), 1);
  std::ofstream(path, std::ios::binary) << "{\"a\": \"V\xEEnh\"}";
  EXPECT_NE(error_of([&] { JsonFile::read(path, "x"); }).find("save it again as UTF-8"), std::string::npos);
  std::filesystem::remove(path);
  const std::string missing = error_of([&] { JsonFile::read(path, "x"); });
  EXPECT_NE(missing.find(path.string()), std::string::npos);
  EXPECT_NE(missing.find("there is no such file"), std::string::npos);
}

TEST_F(JsonReader, PathsLeadToTheValue) {
  const JsonFile file = parse(R"({"layers": [{}, {}, {"fields": {"unit": 7}}]})");
  const JsonNode unit = file.root().at("layers", "").items()[2].at("fields", "").at("unit", "");
  EXPECT_EQ(unit.path(), "layers[2].fields.unit");
  EXPECT_EQ(error_of([&] { unit.string("the name of a field"); }),
            "Cannot read the test: test.json: layers[2].fields.unit: found 7, expected the name of a field");
}

TEST_F(JsonReader, MissingKeysNameWhatWasExpectedAndTheMisspelling) {
  const JsonFile file = parse(R"({"units": [{"cod": "x"}]})");
  const std::string message = error_of([&] { file.root().at("units", "").items()[0].at("code", "the name of a field"); });
  EXPECT_NE(message.find("units[0].code: missing, expected the name of a field"), std::string::npos) << message;
  EXPECT_NE(message.find("there is \"cod\": did you mean \"code\"?"), std::string::npos) << message;
}

TEST_F(JsonReader, EnumsListTheirSpellingsAndGuess) {
  const JsonFile file = parse(R"({"kind": "fibre", "other": "zebra"})");
  const std::vector<std::string> kinds{"digital_address", "broadband_coverage", "fiber_household", "villages", "sites"};
  const std::string message = error_of([&] { file.root().at("kind", "").one_of(kinds); });
  EXPECT_NE(message.find("kind: found \"fibre\", expected one of digital_address, broadband_coverage, fiber_household, villages, sites"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("did you mean \"fiber_household\"?"), std::string::npos) << message;
  EXPECT_EQ(error_of([&] { file.root().at("other", "").one_of(kinds); }).find("did you mean"), std::string::npos);
}

TEST_F(JsonReader, TypedGettersTakeTheirTypeOnly) {
  const JsonFile file = parse(
      R"({"s": "x", "n": 1.5, "q": "70", "b": true, "d": "31/12/2022", "bad": "soon", "null": null, "empty": "", "code": 26, "list": []})");
  const JsonNode root = file.root();
  EXPECT_EQ(root.at("n", "").number(), 1.5);
  EXPECT_TRUE(root.at("b", "").boolean());
  EXPECT_EQ(iso_date(root.at("d", "").date()), "2022-12-31");
  EXPECT_EQ(root.string_at("null"), "");
  EXPECT_EQ(root.string_at("absent"), "");
  EXPECT_FALSE(root.find("null"));
  EXPECT_NE(error_of([&] { root.at("bad", "").date(); }).find("bad: found \"soon\", expected a date"), std::string::npos);
  EXPECT_NE(error_of([&] { root.at("empty", "").string(); }).find("empty: found \"\""), std::string::npos);
  EXPECT_NE(error_of([&] { root.at("q", "").number(); }).find("write 70 without quotes"), std::string::npos);
  EXPECT_NE(error_of([&] { root.at("s", "").boolean(); }).find("expected true or false"), std::string::npos);
  EXPECT_NE(error_of([&] { root.at("code", "").code(); }).find("write it in quotes: \"26\""), std::string::npos);
  EXPECT_NE(error_of([&] { root.at("n", "").integer(1, "a whole number"); }).find("n: found 1.5, expected a whole number"),
            std::string::npos);
  EXPECT_NE(error_of([&] { root.at("list", "").at("x", ""); }).find("list: found an empty list, expected an object"), std::string::npos);
}

TEST_F(JsonReader, TextIsOneLanguageOrBothAndInNfc) {
  const JsonFile file =
      parse("{\"a\": \"Xa\xCC\x83\", \"b\": {\"vi\": \"Xã\", \"en\": \"Commune\"}, \"c\": {}, \"d\": {\"fr\": \"x\", \"vi\": \"y\"}}");
  EXPECT_EQ(file.root().at("a", "").text(), (Text{.vi = "Xã", .en = ""}));
  EXPECT_EQ(file.root().at("b", "").text(), (Text{.vi = "Xã", .en = "Commune"}));
  EXPECT_NE(error_of([&] { file.root().at("c", "").text(); }).find("c: found an object, expected text"), std::string::npos);
  EXPECT_TRUE(file.warnings().empty());
  EXPECT_EQ(file.root().at("d", "").text().vi, "y");
  ASSERT_EQ(file.warnings().size(), 1u);
  EXPECT_EQ(file.warnings()[0].rfind("d.fr: unknown key", 0), 0u) << file.warnings()[0];
}

TEST_F(JsonReader, UnknownAndRepeatedKeysAreWarnedAbout) {
  const JsonFile file = parse(R"({"layers": [{"id": "a", "id": "b", "visble": true, "zzz": 1}]})");
  file.root().at("layers", "").items()[0].warn_unknown({"id", "visible"});
  ASSERT_EQ(file.warnings().size(), 3u);
  EXPECT_NE(file.warnings()[0].find("\"id\" is written twice"), std::string::npos);
  EXPECT_EQ(file.warnings()[1], "layers[0].visble: unknown key, left out; did you mean \"visible\"?");
  EXPECT_EQ(file.warnings()[2], "layers[0].zzz: unknown key, left out; known are id, visible");
}

TEST_F(JsonReader, VersionIsAsked) {
  parse(R"({"version": 1})").require_version(1);
  EXPECT_NE(error_of([] { parse(R"({"version": 2})").require_version(1); }).find("newer release"), std::string::npos);
  EXPECT_NE(error_of([] { parse("{}").require_version(1); }).find("version: missing, expected 1"), std::string::npos);
  EXPECT_NE(error_of([] { parse(R"({"version": "1"})").require_version(1); }).find("version: found \"1\", expected 1"), std::string::npos);
  EXPECT_NE(error_of([] { parse("[]").require_version(1); }).find("found an empty list, expected an object"), std::string::npos);
}

TEST_F(JsonReader, NearestFindsTyposAndPartsOnly) {
  const std::vector<std::string> names{"technology", "operator", "download_mbps"};
  EXPECT_EQ(nearest("techonlogy", names), "technology");
  EXPECT_EQ(nearest("Operator", names), "operator");
  EXPECT_EQ(nearest("download", names), "download_mbps");
  EXPECT_EQ(nearest("speed", names), "");
  EXPECT_EQ(nearest("", names), "");
}

TEST_F(JsonReader, DeepAndHugeInputDoesNotCrash) {
  EXPECT_NE(error_of([] { parse(std::string(100000, '[')); }), "no error");
  EXPECT_NE(error_of([] { parse("{\"a\": 1e999}"); }), "no error");
  const std::string longest = error_of([] { parse("{\"a\": \"" + std::string(500, 'x') + "\"}").root().at("a", "").number(); });
  EXPECT_LT(longest.size(), 200u);
}

}  // namespace
}  // namespace data
