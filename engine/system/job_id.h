// Job ids: 128 random bits, a UUID, written as 26 characters of RFC 4648 base32, lower case and
// unpadded. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/types/physical.h"

namespace dsql::engine {

std::string uuid_to_base32(const Uuid& id);
// nullopt: not 26 characters of a-z2-7 (capitals count too).
std::optional<Uuid> base32_to_uuid(std::string_view text);

}  // namespace dsql::engine
