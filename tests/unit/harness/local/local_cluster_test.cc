#include "harness/local/local_cluster.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace dsql::harness {
namespace {

namespace files = std::filesystem;

// A cluster on free ports, its certificates in a folder that goes with it.
class LocalClusterTest : public testing::Test {
 protected:
  ~LocalClusterTest() override { files::remove_all(folder_); }

  wire::Options options() const {
    return {.listen = {"127.0.0.1", 0},
            .control = {"127.0.0.1", 0},
            .auth = wire::AuthMode::trust,
            .cert_dir = folder_ / "certificates",
            .seed = 1,
            .workers = 2};
  }

  files::path folder_ = files::temp_directory_path() /
                        ("dsql-local-cluster-" + std::to_string(::getpid()) + "-" +
                         testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(LocalClusterTest, AnswersOverTheWire) {
  LocalCluster cluster(options());
  cluster.start();
  Connection connection({.keywords = cluster.keywords()});
  EXPECT_EQ(connection.run("SELECT version()").rows.at(0).at(0), "PostgreSQL 16");
}

TEST_F(LocalClusterTest, TwoInOneProcessKnowNothingOfEachOther) {
  LocalCluster first(options());
  LocalCluster second(options());
  first.start();
  second.start();
  Connection one({.keywords = first.keywords()});
  Connection two({.keywords = second.keywords()});
  EXPECT_TRUE(one.run("CREATE TABLE t (id int PRIMARY KEY)").ok());
  EXPECT_EQ(two.run("SELECT * FROM t").error->sqlstate, "42P01");
}

TEST_F(LocalClusterTest, ATestHoldsItsClock) {
  LocalCluster cluster(options());
  cluster.start();
  cluster.engine().environment().clock.hold();
  Connection connection({.keywords = cluster.keywords()});
  EXPECT_TRUE(connection.run("BEGIN").ok());
  EXPECT_TRUE(connection.run("SELECT 1").ok());
  cluster.engine().environment().clock.advance(301'000'000);
  EXPECT_EQ(connection.run("SELECT 1").error->sqlstate, "54000");
}

TEST_F(LocalClusterTest, KeepsItsDataInAFolder) {
  wire::Options durable = options();
  durable.data_dir = folder_ / "data";
  {
    LocalCluster cluster(durable);
    cluster.start();
    Connection connection({.keywords = cluster.keywords()});
    EXPECT_TRUE(connection.run("CREATE TABLE t (id int PRIMARY KEY)").ok());
    EXPECT_EQ(connection.run("INSERT INTO t VALUES (7)").tag, "INSERT 0 1");
  }
  LocalCluster again(durable);
  again.start();
  Connection connection({.keywords = again.keywords()});
  EXPECT_EQ(connection.run("SELECT id FROM t").rows.at(0).at(0), "7");
}

TEST_F(LocalClusterTest, ShutdownEndsConnections) {
  LocalCluster cluster(options());
  cluster.start();
  Connection connection({.keywords = cluster.keywords()});
  cluster.shutdown();
  EXPECT_FALSE(connection.run("SELECT 1").ok());
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::broken);
}

}  // namespace
}  // namespace dsql::harness
