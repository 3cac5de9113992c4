// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * What processes have taken of the processors, as Linux counts it. A process that has ended counts in the one that waited
 * for its end, so nothing is lost as long as a test's processes end in order.
 */
final class ProcessorTime {

    /** Linux counts in hundredths of a second for programs, whatever its own clock does. */
    private static final int MS_PER_TICK = 10;

    /** The 14th to the 17th field of {@code stat}: in the program and in the system, then both of its children that ended. */
    private static final int FIRST_AFTER_NAME = 11;

    private static final int FIELDS = 4;

    private ProcessorTime() {}

    /** Of this process, of those below it, and of all of them that have ended, in milliseconds. @return -1 where it is not Linux */
    static long ofThisProcessAndItsChildren() {
        ProcessHandle self = ProcessHandle.current();
        long own = of(self.pid());
        return own < 0
                ? -1
                : own
                        + self.descendants()
                                .mapToLong(ProcessHandle::pid)
                                .flatMap(pid -> LongStream.of(Math.max(0, of(pid))))
                                .sum();
    }

    /** @return -1 for one that is gone, and where it is not Linux */
    private static long of(long pid) {
        try {
            return inStat(Files.readString(Path.of("/proc", String.valueOf(pid), "stat")));
        } catch (IOException e) {
            return -1;
        }
    }

    /** @param stat a line as in {@code /proc/1/stat}; the name of the program may have spaces and brackets */
    static long inStat(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = FIRST_AFTER_NAME; i < FIRST_AFTER_NAME + FIELDS; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * MS_PER_TICK;
    }
}
