-- SPDX-License-Identifier: Apache-2.0
-- Says that the writer is still there. One whose time has run out goes on if no other has come.
-- KEYS: lease meta   ARGV: who, for how many ms, its epoch
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if not holder and (redis.call('HGET', KEYS[2], 'epoch') or '0') == ARGV[3] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0
