// The HTTP side of the control port: reads requests, lets the `/_local` API answer. Plain HTTP/1.1
// with keep-alive, on a strand of the worker pool.
#pragma once

#include "wire/control/cluster_control.h"
#include "wire/net/stream.h"

namespace dsql::wire {

// Takes over a socket that was just accepted and returns. `cluster` outlives the connection; the
// worker pool is stopped before it goes.
void serve_control_connection(Socket socket, ClusterControl& cluster);

}  // namespace dsql::wire
