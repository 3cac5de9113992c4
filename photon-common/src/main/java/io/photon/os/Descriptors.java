// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The open files and connections of this process, and how many it may have. */
public final class Descriptors {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";

    private Descriptors() {}

    /** How many it may have ({@code ulimit -n}); a very large number where the system does not say. */
    public static long limit() {
        long told = toldByLinux();
        if (told >= 0) {
            return told;
        }
        UnixOperatingSystemMXBean system = system();
        return system == null ? Long.MAX_VALUE : system.getMaxFileDescriptorCount();
    }

    /** The same number without Java's management, which a start would load for it alone; -1 where it is not told. */
    private static long toldByLinux() {
        try (BufferedReader limits = Files.newBufferedReader(LIMITS, StandardCharsets.US_ASCII)) {
            for (String line = limits.readLine(); line != null; line = limits.readLine()) {
                if (line.startsWith(OPEN_FILES)) { // the soft limit, the hard limit, the unit
                    String soft = line.substring(OPEN_FILES.length()).trim().split(" ", 2)[0];
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException notLinux) {
            return -1; // or no descriptor is left to ask with
        }
        return -1;
    }

    /** How many it has now; -1 where the system does not say, or where there is none left to ask with. */
    public static long open() {
        UnixOperatingSystemMXBean system = system();
        try {
            return system == null ? -1 : system.getOpenFileDescriptorCount();
        } catch (InternalError e) { // to count them, Java opens a folder
            return -1;
        }
    }

    private static @Nullable UnixOperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix : null;
    }
}
