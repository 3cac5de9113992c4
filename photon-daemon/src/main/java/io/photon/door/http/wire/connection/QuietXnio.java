// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import java.io.IOException;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * Makes XNIO's threads without their counters in JMX. XNIO registers those at once, for which Java first loads the beans of all
 * its own parts: an eighth of a start. Photon tells its counters at {@code /metrics}. JMX itself stays as it is: who asks for
 * it when Java starts has XNIO's counters too, and who attaches later has those of Java.
 */
public final class QuietXnio {

    /** Names the class that makes servers of beans. Java reads it each time; XNIO asks once and goes on without when it fails. */
    private static final String MAKER = "javax.management.builder.initial";

    private QuietXnio() {}

    /** Makes none. Java wants it to be public. */
    public static final class NoBeans extends MBeanServerBuilder {
        @Override
        public @Nullable MBeanServerDelegate newMBeanServerDelegate() {
            return null; // which Java takes for a failure
        }
    }

    static synchronized XnioWorker worker(OptionMap options) throws IOException {
        String before = System.getProperty(MAKER);
        System.setProperty(MAKER, NoBeans.class.getName());
        try {
            return Xnio.getInstance(QuietXnio.class.getClassLoader()).createWorker(options);
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(MAKER);
        } else {
            System.setProperty(MAKER, before);
        }
    }
}
