package io.photon.cli.input;

import io.photon.question.Questions;
import java.util.Set;

/** Which calls of a Muon service may destroy data: all but those that are known to read, to append or to pause. Pure. */
public final class RpcDangers {

    private static final Set<String> HARMLESS =
            Set.of("/events", "/stream-names", "/projection", "/projection-keys", "/rest-url", "/projection/pause");

    private RpcDangers() {}

    /** @param path with its leading slash */
    public static boolean mayDestroy(String path) {
        return !HARMLESS.contains(path)
                && Questions.ALL.stream().noneMatch(question -> path.equals(question.muon()) && !question.changes());
    }
}
