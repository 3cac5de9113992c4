package io.photon.cli.command;

import io.photon.cli.input.MuonTarget;
import io.photon.cli.output.Report;
import io.photon.cli.output.RpcBody;
import io.photon.client.muon.MuonNetwork;
import io.photon.client.muon.RpcFailures;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code photon rpc}. */
@Command(
        name = "rpc",
        header = "Call an endpoint of a Muon service.",
        description = {
            "Sends JSON, or nothing, to an endpoint and prints what it answers. The endpoint is a URL,"
                    + " rpc://SERVICE/PATH, or the service's name and the path. With - as JSON it is read from standard"
                    + " input.",
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

    /** Longer than any service takes. */
    private static final int MAX_BODY_BYTES = 32 << 20;

    @Parameters(
            arity = "1..3",
            paramLabel = "URL [JSON]",
            description = "rpc://SERVICE/PATH, or SERVICE /PATH; then JSON")
    List<String> words;

    @Override
    int run(MuonNetwork network, Report report) throws IOException {
        Result<MuonTarget> read = MuonTarget.read(words, "rpc");
        if (read instanceof Result.Err<MuonTarget> err) {
            return report.fail(err.failure());
        }
        MuonTarget target = ((Result.Ok<MuonTarget>) read).value();
        byte[] body = body(target.rest(), report);
        if (body.length > MAX_BODY_BYTES) {
            return report.fail(
                    Failure.of(Kind.TOO_LARGE, "the body is longer than " + MAX_BODY_BYTES + " bytes", "send less"));
        }
        return report.conclude(
                network.rpc(target.service(), target.path(), body)
                        .then(answer -> RpcFailures.body(answer, target.service() + target.path())),
                answer -> RpcBody.show(answer, report));
    }

    private static byte[] body(String given, Report report) throws IOException {
        if (given == null) {
            return new byte[0];
        }
        return given.equals("-")
                ? report.console().in().readNBytes(MAX_BODY_BYTES + 1)
                : given.getBytes(StandardCharsets.UTF_8);
    }
}
