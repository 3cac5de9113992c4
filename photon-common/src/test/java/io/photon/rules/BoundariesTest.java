// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rule about errors sees what it is there for. */
class BoundariesTest {

    private static final class Some {

        static boolean onlyExceptions(Runnable task) {
            try {
                task.run();
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        static Runnable onlyExceptionsInside(AutoCloseable last) {
            return () -> {
                try {
                    last.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        static boolean together(Runnable task) {
            try {
                task.run();
                return true;
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                return false;
            }
        }

        static boolean oneByOne(Runnable task) {
            try {
                task.run();
                return true;
            } catch (IllegalStateException e) {
                return true;
            } catch (RuntimeException e) {
                return false;
            } catch (Error e) {
                throw e;
            }
        }

        static boolean oneKind(Runnable task) {
            try {
                task.run();
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    @Test
    void aMethodThatCatchesAnyExceptionAndNoErrorIsABreach() {
        String some = Some.class.getName();
        assertEquals(
                Set.of(some + ".onlyExceptions", some + ".onlyExceptionsInside"),
                Boundaries.breaches(new ClassFileImporter().importClasses(Some.class)));
    }
}
