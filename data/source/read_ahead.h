// SQLite reads a page at a time; whoever goes through a whole table asks the system for each of them.
#pragma once

namespace data {

/// The name of a VFS for sqlite3_open_v2: the system's, but of a database that is opened to be read, pages that follow one another are read
/// some dozens at a time. For files that nobody changes meanwhile ("immutable"): what was read ahead is not read again. Any thread; a
/// database opened through it by one at a time. Null when SQLite has no VFS at all.
const char* read_ahead_vfs();

}  // namespace data
