-- SPDX-License-Identifier: Apache-2.0
-- Whole numbers are up to 2^53 here, and tostring() would write large ones with an exponent.
local function digits(number)
  return string.format('%.0f', number)
end

-- Lets a writer pass, and from then on none of a lower epoch. Answers the higher epoch that keeps it out, or nil.
local function fenced_by(meta, epoch)
  local seen = redis.call('HGET', meta, 'epoch') or '0'
  if tonumber(epoch) < tonumber(seen) then
    return seen
  end
  return nil
end
