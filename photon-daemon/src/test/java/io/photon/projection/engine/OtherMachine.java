// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import java.util.Locale;
import java.util.TimeZone;

/** A machine that speaks another language and lives in another time zone. For one test at a time. */
public final class OtherMachine {

    private OtherMachine() {}

    /** What is done there. */
    public interface Task<E extends Exception> {
        void run() throws E;
    }

    /** @param language as in BCP 47, e.g. {@code tr-TR} @param zone e.g. {@code Asia/Kolkata} */
    public static <E extends Exception> void run(String language, String zone, Task<E> task) throws E {
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            task.run();
        } finally {
            Locale.setDefault(Locale.forLanguageTag(
                    System.getProperty("user.language", "") + "-" + System.getProperty("user.country", "")));
            TimeZone.setDefault(null); // back to that of the process
        }
    }
}
