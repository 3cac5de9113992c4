// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that asks a daemon, by whichever way the URL says. */
public abstract class ClientCommand extends StoreCommand {

    @Mixin
    private final ServiceOption service = new ServiceOption();

    @Override
    protected final @Nullable String store() {
        return service.name();
    }
}
