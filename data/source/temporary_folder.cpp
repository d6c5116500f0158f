#include "data/source/temporary_folder.h"

#include <stdlib.h>

#include <cerrno>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {

TemporaryFolder::TemporaryFolder() {
  std::error_code failed;
  std::string pattern = (std::filesystem::temp_directory_path(failed) / "phusong-XXXXXX").string();
  if (failed || !mkdtemp(pattern.data()))
    throw Error({.what = tr("Cannot make a folder for temporary files"),
                 .file = pattern,
                 .why = system_message(failed ? failed.value() : errno),
                 .hint = tr("check the free space on the disk")});
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace data
