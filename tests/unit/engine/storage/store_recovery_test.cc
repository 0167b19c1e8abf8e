// What a store on disk has acknowledged survives the death of its process.
#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/storage/store.h"
#include "tests/unit/engine/storage/temporary_directory.h"

namespace dsql::engine {
namespace {

// Runs in the child: commits pairs of keys and reports each acknowledged one, until it is killed.
[[noreturn]] void write_until_killed(const std::string& directory, int report) {
  const auto store = Store::open({directory});
  for (std::uint32_t i = 1;; ++i) {
    WriteBatch batch;
    batch.put("left" + std::to_string(i), std::to_string(i));
    batch.put("right" + std::to_string(i), std::to_string(i));
    store->apply(batch);
    if (write(report, &i, sizeof i) != sizeof i) _exit(1);
  }
}

// Kills a writing child after `commits` acknowledged commits; answers how many it acknowledged.
std::uint32_t crash_after(const std::string& directory, std::uint32_t commits) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return 0;
  const pid_t child = fork();
  if (child == 0) {
    close(pipe_ends[0]);
    write_until_killed(directory, pipe_ends[1]);
  }
  close(pipe_ends[1]);
  std::uint32_t acknowledged = 0;
  std::uint32_t last = 0;
  while (last < commits && read(pipe_ends[0], &last, sizeof last) == sizeof last)
    acknowledged = last;
  kill(child, SIGKILL);
  while (read(pipe_ends[0], &last, sizeof last) == sizeof last) acknowledged = last;
  close(pipe_ends[0]);
  waitpid(child, nullptr, 0);
  return acknowledged;
}

bool has(const Snapshot& snapshot, const std::string& key) {
  Pin pin;
  std::string_view value;
  return snapshot.get(key, pin, value);
}

TEST(StoreRecovery, AcknowledgedBatchesAreThereAndWhole) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer does not follow threads of a forked child";
#endif
  for (const std::uint32_t commits : {1U, 7U, 40U}) {
    const TemporaryDirectory directory;
    const std::uint32_t acknowledged = crash_after(directory.path(), commits);
    ASSERT_GE(acknowledged, commits);
    const auto store = Store::open({directory.path()});
    const Snapshot snapshot = store->snapshot();
    for (std::uint32_t i = 1; i <= acknowledged; ++i)
      EXPECT_TRUE(has(snapshot, "left" + std::to_string(i))) << i;
    for (std::uint32_t i = 1; i <= acknowledged + 2; ++i)
      EXPECT_EQ(has(snapshot, "left" + std::to_string(i)),
                has(snapshot, "right" + std::to_string(i)));
  }
}

// Files of this process cannot grow past a size, while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_action_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limited{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    signal(SIGXFSZ, old_action_);
  }

 private:
  sighandler_t old_action_;
  rlimit old_{};
};

void expect_io_error(Store& store, std::string_view key, const std::string& value) {
  WriteBatch batch;
  batch.put(key, value);
  try {
    store.apply(batch);
    FAIL() << "the write of " << key << " succeeded";
  } catch (const rules::SqlError& error) {
    EXPECT_EQ(error.sqlstate, rules::sqlstate::io_error);
  }
}

TEST(StoreRecovery, AfterAFailedWriteTheStoreOnlyReadsUntilReopened) {
  const TemporaryDirectory directory;
  {
    const auto store = Store::open({directory.path()});
    WriteBatch batch;
    batch.put("before", "1");
    store->apply(batch);
    {
      const FileSizeLimit limit(std::uint64_t{1} << 20);
      expect_io_error(*store, "large", std::string(std::size_t{2} << 20, 'x'));
    }
    expect_io_error(*store, "after", "1");
    EXPECT_TRUE(has(store->snapshot(), "before"));
    EXPECT_FALSE(has(store->snapshot(), "large"));
  }
  const auto store = Store::open({directory.path()});
  EXPECT_TRUE(has(store->snapshot(), "before"));
  EXPECT_FALSE(has(store->snapshot(), "large"));
  EXPECT_FALSE(has(store->snapshot(), "after"));
  WriteBatch batch;
  batch.put("again", "1");
  store->apply(batch);
  EXPECT_TRUE(has(store->snapshot(), "again"));
}

}  // namespace
}  // namespace dsql::engine
