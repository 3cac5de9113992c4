// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

/**
 * Tells a command that it is to end early, as by Ctrl-C. In a process of its own that is the end of the process; in a shell
 * it is the end of the command. Thread-safe.
 */
public interface Interrupts {

    /** Those of a process: a signal that ends it. */
    Interrupts OF_THE_PROCESS = new Interrupts() {
        @Override
        public Registration conclude(Runnable task) {
            Thread hook = new Thread(task, "photon-interrupted");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                try {
                    return Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    return false; // it is running: the process is on its way out
                }
            };
        }

        @Override
        public Registration breakOff(Runnable task) {
            return () -> true; // the process ends, and with it whatever is under way
        }
    };

    /** Runs a task that lets the command end in order and says where it stopped. */
    Registration conclude(Runnable task);

    /** Runs a task that breaks off what the command waits for; what it says of that is of no interest. */
    Registration breakOff(Runnable task);

    /** A task that may have to run. */
    interface Registration {

        /** Takes the task back; waits for it if it has begun. @return false when it has begun */
        boolean remove();
    }
}
