// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.muon;

import io.photon.cli.output.Report;
import io.photon.cli.output.view.Services;
import io.photon.client.muon.network.MuonNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code photon introspect}. */
@Command(
        name = "introspect",
        header = "Show what a Muon service offers.",
        description = {
            "Asks a service for the protocols it speaks and for their endpoints.",
            "The broker is --url or MUON_URL, else amqp://localhost. 'photon i SERVICE' is the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  photon introspect photon", "  photon i photon -o raw"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "3:no such service",
            "5:the broker refused us",
            "6:no broker, or the connection broke",
            "124:no answer in time"
        })
public final class IntrospectCommand extends MuonCommand {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "the service's name")
    String service;

    @Override
    protected int run(MuonNetwork network, Report report) {
        return report.conclude(
                network.introspect(service), answer -> new Services(report).show(answer.json(), answer.report()));
    }
}
