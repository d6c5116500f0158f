// Large arrays lie in huge pages, where the system offers them to who asks: a million rows are then some tens of page faults instead of tens
// of thousands, which were a tenth of the time that a cold picture of a province takes.
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t huge = std::size_t{2} << 20U, large = 2 * huge;

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
