// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which event store is meant, on a Muon network with several services. */
public final class ServiceOption {

    @Option(
            order = 50,
            names = {"--service", "--muon-service"},
            paramLabel = "NAME",
            description = "over amqp: the event store's name (default: photon, else the one event store there is)")
    private @Nullable String name;

    /** For picocli. */
    public ServiceOption() {}

    /** The name; null when none was given. */
    public @Nullable String name() {
        return name;
    }
}
