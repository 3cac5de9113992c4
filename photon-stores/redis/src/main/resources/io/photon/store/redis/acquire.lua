-- SPDX-License-Identifier: Apache-2.0
-- Becomes the writer unless another is. The epoch is at least the time of day: one that was lost with the server's last
-- second is not given twice.
-- KEYS: lease meta   ARGV: who, for how many ms, ms since 1970
-- Answers: the epoch, or '' and who has it
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return {'', holder}
end
local epoch = math.max(tonumber(redis.call('HGET', KEYS[2], 'epoch') or '0') + 1, tonumber(ARGV[3]))
redis.call('HSET', KEYS[2], 'epoch', digits(epoch))
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {digits(epoch)}
