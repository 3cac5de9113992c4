// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** The open files and connections of this process, and how many it may have. */
public final class Descriptors {

    private Descriptors() {}

    /** How many it may have ({@code ulimit -n}); a very large number where the system does not say. */
    public static long limit() {
        UnixOperatingSystemMXBean system = system();
        return system == null ? Long.MAX_VALUE : system.getMaxFileDescriptorCount();
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
