// The difference of two texts, line by line, as people read it: "  same", "- expected", "+ got".
#pragma once

#include <string>
#include <vector>

namespace dsql::harness {

// Empty when both are the same; else the longest common lines with what differs between them. Long
// runs of equal lines are shortened to "  …".
std::vector<std::string> difference(const std::vector<std::string>& expected,
                                    const std::vector<std::string>& got);

}  // namespace dsql::harness
