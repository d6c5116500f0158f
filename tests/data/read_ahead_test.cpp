// Pages read ahead are the pages of the file, in whatever order they are asked for.
#include "data/source/read_ahead.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace data {
namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Database open(const std::filesystem::path& file, const char* vfs) {
  sqlite3* opened = nullptr;
  sqlite3_open_v2(("file:" + file.string() + "?immutable=1").c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, vfs);
  return {opened, &sqlite3_close};
}

/// The answer of a query as text, and how it ended.
std::pair<std::string, int> ask(const Database& database, const std::string& query) {
  std::string out;
  const int result = sqlite3_exec(
      database.get(), query.c_str(),
      [](void* to, int columns, char** values, char**) {
        for (int i = 0; i < columns; ++i) *static_cast<std::string*>(to) += std::string(values[i] ? values[i] : "-") + '|';
        return 0;
      },
      &out, nullptr);
  return {out, result};
}

class ReadAhead : public ::testing::Test {
 protected:
  /// Rows of every length, some over several pages; two tables whose pages lie between one another's, and an index.
  void SetUp() override {
    sqlite3* made = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &made), SQLITE_OK);
    const Database database(made, &sqlite3_close);
    ASSERT_EQ(ask(database,
                  "CREATE TABLE a(id INTEGER PRIMARY KEY, v BLOB); CREATE TABLE b(id INTEGER PRIMARY KEY, v BLOB); BEGIN;"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                  " INSERT INTO a SELECT i, CAST(i * 7919 AS BLOB) || zeroblob(i % 251 + (i % 1000 = 0) * 30000) FROM n;"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                  " INSERT INTO b SELECT i, CAST(i * 104729 AS BLOB) || zeroblob(i % 97) FROM n;"
                  "CREATE INDEX b_v ON b(v); COMMIT;")
                  .second,
              SQLITE_OK);
  }

  const support::Scratch scratch_;
  const std::filesystem::path file_ = scratch_.path() / "pages.db";
};

TEST_F(ReadAhead, IsWhatStandsInTheFile) {
  ASSERT_NE(read_ahead_vfs(), nullptr);
  const Database ahead = open(file_, read_ahead_vfs()), plain = open(file_, nullptr);
  for (const char* query :
       {"SELECT count(*), sum(length(v)), sum(CAST(v AS INTEGER)) FROM a", "SELECT count(*), sum(length(v)), sum(CAST(v AS INTEGER)) FROM b",
        "SELECT sum(CAST(a.v AS INTEGER) * b.id) FROM a JOIN b USING (id)", "SELECT group_concat(id) FROM (SELECT id FROM b ORDER BY v LIMIT 500)",
        "SELECT group_concat(id) FROM (SELECT id FROM a ORDER BY id DESC)", "PRAGMA integrity_check"}) {
    const auto answer = ask(ahead, query);
    EXPECT_EQ(answer.second, SQLITE_OK) << query;
    EXPECT_EQ(answer, ask(plain, query)) << query;
  }
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    const std::string first = std::to_string(random() % 20000), query = "SELECT group_concat(hex(v)) FROM a WHERE id BETWEEN " + first + " AND " + first + " + 40";
    ASSERT_EQ(ask(ahead, query), ask(plain, query)) << query;
  }
}

TEST_F(ReadAhead, SaysSoWhenTheFileEndsBefore) {
  const auto size = std::filesystem::file_size(file_);
  const Database ahead = open(file_, read_ahead_vfs());
  ASSERT_EQ(ask(ahead, "SELECT count(*) FROM a WHERE id < 100").second, SQLITE_OK);
  std::filesystem::resize_file(file_, size / 2 + 1000);
  const auto [answer, result] = ask(ahead, "SELECT sum(length(v)) FROM b");
  EXPECT_NE(result, SQLITE_OK) << answer;
}

/// What is written is read as it was written, not as it once was.
TEST_F(ReadAhead, LeavesFilesAloneThatAreWritten) {
  sqlite3* opened = nullptr;
  ASSERT_EQ(sqlite3_open_v2(file_.c_str(), &opened, SQLITE_OPEN_READWRITE, read_ahead_vfs()), SQLITE_OK);
  const Database database(opened, &sqlite3_close);
  ASSERT_EQ(ask(database, "PRAGMA cache_size = 10; SELECT sum(length(v)) FROM b; UPDATE b SET v = 'new'; SELECT sum(length(v)) FROM b").second, SQLITE_OK);
  EXPECT_EQ(ask(database, "SELECT sum(length(v)), min(v) FROM b").first, "60000|new|");
}

}  // namespace
}  // namespace data
