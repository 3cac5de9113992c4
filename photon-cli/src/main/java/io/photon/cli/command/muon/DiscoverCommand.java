// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.muon;

import io.photon.cli.output.Report;
import io.photon.cli.output.view.Services;
import io.photon.client.muon.network.MuonNetwork;
import picocli.CommandLine.Command;

/** {@code photon discover}. */
@Command(
        name = "discover",
        header = "List the services of a Muon network.",
        description = {
            "Listens who announces itself at the broker, and shows each service's name, tags and content types."
                    + " Services announce themselves every 3 s, so it takes a moment until all are known.",
            "The broker is --url or MUON_URL, else amqp://localhost. 'photon d' is the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  MUON_URL=amqp://muon:microservices@localhost photon d",
            "  photon discover -o json | jq -r '.services[].identifier'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed, also when there is none", "5:the broker refused us", "6:no broker", "124:timed out"})
public final class DiscoverCommand extends MuonCommand {

    @Override
    protected int run(MuonNetwork network, Report report) {
        return report.conclude(network.services(), found -> new Services(report).show(found));
    }
}
