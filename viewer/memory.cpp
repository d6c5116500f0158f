// Large arrays lie in huge pages, where the system offers them to who asks: a million rows are then some tens of page faults instead of
// tens of thousands, which were a tenth of the time that a cold picture of a province takes. They go back to the system as soon as they are
// no longer used: by itself the allocator learns from the first large array that is let go to keep the next ones, up to 64 MiB of them, for
// a load that may never come again.
#include <malloc.h>
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t huge = std::size_t{2} << 20U, large = 2 * huge;

/// Before anything else runs; it holds for what libraries take as well.
[[maybe_unused]] const bool returned_at_once =
    mallopt(M_MMAP_THRESHOLD, static_cast<int>(large)) != 0 && mallopt(M_TRIM_THRESHOLD, static_cast<int>(2 * large)) != 0;

void* large_block(std::size_t size) {
  void* block = std::aligned_alloc(huge, (size + huge - 1) / huge * huge);
  if (block != nullptr) madvise(block, size / huge * huge, MADV_HUGEPAGE);  // where there are none, ordinary pages do
  return block;
}

}  // namespace

void* operator new(std::size_t size) {
  while (true) {
    if (void* block = size < large ? std::malloc(size) : large_block(size)) return block;
    if (const auto handler = std::get_new_handler()) handler();
    else throw std::bad_alloc();
  }
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
