#include "data/source/give_way.h"

#include <sys/resource.h>
#include <unistd.h>

namespace data {

void give_way() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10); }

}  // namespace data
