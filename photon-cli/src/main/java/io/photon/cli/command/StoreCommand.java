// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.names.NearNames;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** A command that asks an event store. Most are a {@link ClientCommand}. */
public abstract class StoreCommand extends AskingCommand<PhotonClient> {

    /** The event store's name on a Muon network, null for whichever is there. */
    protected abstract @Nullable String store();

    @Override
    protected final Result<PhotonClient> open(Report report) {
        Result<PhotonClient> opened = connection.open(report, isStreaming(), store());
        report.whenNotFound(new NearNames(() -> connection.open(report, false, store()))::advise);
        return opened;
    }

    @Override
    protected final void cancel(PhotonClient client) {
        client.cancel();
    }
}
