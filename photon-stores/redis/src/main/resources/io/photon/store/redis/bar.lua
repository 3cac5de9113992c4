-- SPDX-License-Identifier: Apache-2.0
-- From here on no append is taken that was sent before: so what is stored now is the answer to one that had none.
-- KEYS: meta events log   ARGV: the last order-id of that append, or ''
local turn = redis.call('HINCRBY', KEYS[1], 'turn', 1)
local line = false
if ARGV[1] ~= '' then
  local chunk = redis.call('XRANGE', KEYS[3], ARGV[1] .. '-0', ARGV[1] .. '-0')[1]
  if chunk then
    local first, count = string.match(chunk[2][2], '^(%d+):(%d+):')
    line = redis.call('HGET', KEYS[2], digits(tonumber(first) + tonumber(count) - 1))
  end
end
return {digits(turn), redis.call('HGET', KEYS[1], 'head') or '0', line}
