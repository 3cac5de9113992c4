-- SPDX-License-Identifier: Apache-2.0
-- How many events of a chunk are neither there nor erased.
-- KEYS: events log holes   ARGV: id of the chunk, its first number, its count
if #redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1]) == 0 then
  return 0
end
local missing = tonumber(ARGV[3])
for i = 0, tonumber(ARGV[3]) - 1 do
  missing = missing - redis.call('HEXISTS', KEYS[1], digits(tonumber(ARGV[2]) + i))
end
return missing - tonumber(redis.call('HGET', KEYS[3], ARGV[1]) or '0')
