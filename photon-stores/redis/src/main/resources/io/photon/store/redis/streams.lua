-- SPDX-License-Identifier: Apache-2.0
-- Of each stream: how many visible events, the first and the last position; zeros when there is none.
-- KEYS: hidden, then the streams   ARGV: their names
local found = {}
for i = 2, #KEYS do
  local above, remaining = '-', 0
  local noted = redis.call('HGET', KEYS[1], ARGV[i - 1])
  if noted then
    local up_to, _, left = string.match(noted, '^(%d+):(%d+):(%d+)$')
    above, remaining = digits(tonumber(up_to) + 1), tonumber(left)
  end
  local count = redis.call('XLEN', KEYS[i]) - remaining
  local first, last = '0', '0'
  if count > 0 then
    first = string.match(redis.call('XRANGE', KEYS[i], above, '+', 'COUNT', 1)[1][1], '^%d+')
    last = string.match(redis.call('XREVRANGE', KEYS[i], '+', '-', 'COUNT', 1)[1][1], '^%d+')
  end
  found[#found + 1] = digits(count)
  found[#found + 1] = first
  found[#found + 1] = last
end
return found
