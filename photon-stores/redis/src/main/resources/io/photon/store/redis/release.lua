-- SPDX-License-Identifier: Apache-2.0
-- KEYS: lease   ARGV: who
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
