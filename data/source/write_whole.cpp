#include "data/source/write_whole.h"

#include "data/source/whole_file.h"

namespace data {

void write_whole(const std::filesystem::path& path, const std::vector<Bytes>& parts, bool durable) {
  WholeFile file(path);
  for (const Bytes& part : parts) file.write(part.at, part.size);
  file.keep(durable);
}

void write_whole(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) { write_whole(path, std::vector<Bytes>{{bytes.data(), bytes.size()}}); }
void write_whole(const std::filesystem::path& path, const std::string& text) { write_whole(path, std::vector<Bytes>{{text.data(), text.size()}}); }

}  // namespace data
