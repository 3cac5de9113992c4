// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.muon;

import io.photon.cli.command.AskingCommand;
import io.photon.cli.output.Report;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.result.Result;

/** A command that asks any service of a Muon network. */
abstract class MuonCommand extends AskingCommand<MuonNetwork> {

    @Override
    protected final Result<MuonNetwork> open(Report report) {
        return connection.network(report, isStreaming());
    }

    @Override
    protected final void cancel(MuonNetwork network) {
        network.cancel();
    }
}
