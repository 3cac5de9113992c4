// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.muon;

import io.photon.cli.command.ConfirmOption;
import io.photon.cli.input.MuonTarget;
import io.photon.cli.input.RpcDangers;
import io.photon.cli.input.TextArgument;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.RpcBody;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.client.muon.network.RpcFailures;
import io.photon.result.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code photon rpc}. */
@Command(
        name = "rpc",
        header = "Call an endpoint of a Muon service.",
        description = {
            "Sends JSON, or nothing, to an endpoint and prints what it answers. The endpoint is a URL,"
                    + " rpc://SERVICE/PATH, or the service's name and the path. JSON is @FILE for what is in a"
                    + " file, and - for standard input.",
            "With a production context a call asks for the context's name first, unless it is one of Photon's that"
                    + " read, append or pause.",
            "The broker is --url or MUON_URL, else amqp://localhost."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon rpc rpc://photon/stream-names",
            "  photon rpc photon /stream/delete '{\"stream-name\":\"orders\"}'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:answered with a status of 200 to 299",
            "1:it failed (500)",
            "2:bad input (400)",
            "3:no such service or endpoint (404)",
            "4:conflict (409)",
            "5:not allowed (401, 403)",
            "6:no broker, the connection broke, or too busy (503)",
            "124:no answer in time"
        })
public final class RpcCommand extends MuonCommand {

    @Parameters(
            arity = "1..3",
            paramLabel = "URL [JSON]",
            description = "rpc://SERVICE/PATH, or SERVICE /PATH; then JSON")
    List<String> words;

    @Mixin
    ConfirmOption confirm;

    @Override
    protected int run(MuonNetwork network, Report report) throws IOException {
        Result<MuonTarget> read = MuonTarget.read(words, "rpc");
        if (read instanceof Result.Err<MuonTarget> err) {
            return report.fail(err.failure());
        }
        MuonTarget target = read.value();
        Result<Optional<byte[]>> given =
                TextArgument.optional("JSON", target.rest(), report.console().in());
        if (given instanceof Result.Err<Optional<byte[]>> err) {
            return report.fail(err.failure());
        }
        byte[] body = given.value().orElseGet(() -> new byte[0]);
        boolean ofPhoton = target.service().equals(connection.serviceOfContext());
        Result<Boolean> sure = confirm.isGiven() || !ofPhoton || RpcDangers.mayDestroy(target.path(), body)
                ? confirm.check(connection, report)
                : Result.ok(true);
        if (sure instanceof Result.Err<Boolean> err) {
            return report.fail(err.failure());
        }
        return report.conclude(
                network.rpc(target.service(), target.path(), body)
                        .then(answer -> RpcFailures.body(answer, target.service() + target.path())),
                answer -> RpcBody.show(answer, report));
    }
}
