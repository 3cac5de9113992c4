-- SPDX-License-Identifier: Apache-2.0
-- Keeps a chunk of staged events, decides that they are published, or forgets them.
-- KEYS: meta staged   ARGV: epoch, then put NUMBER BYTES | decide COUNT | clear
local by = fenced_by(KEYS[1], ARGV[1])
if by then
  return {'FENCED', by}
end
if ARGV[2] == 'put' then
  redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
elseif ARGV[2] == 'decide' then
  redis.call('HSET', KEYS[1], 'decided', ARGV[3])
else
  redis.call('HDEL', KEYS[1], 'decided')
  redis.call('UNLINK', KEYS[2])
end
return {'OK'}
