package io.photon.cli.bench;

import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;

/** Clients that emit, each one request at a time. */
final class EmitLoad implements Workload {

    private final Stage stage;
    private final Pace pace;
    private List<PhotonClient> clients = List.of();

    EmitLoad(Stage stage, Pace pace) {
        this.stage = stage;
        this.pace = pace;
    }

    @Override
    public String latencyOf() {
        return stage.plan().batch() == 1
                ? "an emit, until its event is stored"
                : "a batch, until its events are stored";
    }

    @Override
    public Result<Boolean> prepare() {
        return stage.clients().open(stage.plan().clients(), false).then(opened -> {
            clients = opened;
            return Result.ok(true);
        });
    }

    @Override
    public List<Runnable> work() {
        int size = stage.plan().sizeBytes();
        Figures figures = stage.figures();
        List<Runnable> work = new ArrayList<>();
        for (PhotonClient client : clients) {
            work.add(new Emitter(
                    stage,
                    pace,
                    client,
                    stage.events(work.size()),
                    (meant, now, stored, last) -> figures.answered(meant, now, stored, (long) stored * size)));
        }
        return work;
    }
}
