package io.photon.door.muon;

import io.photon.api.BisectionView;
import io.photon.api.Caller;
import io.photon.api.Download;
import io.photon.api.NewProjection;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.muon.eventstore.StorePaths;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Questions of our own about projections, see {@code StorePaths}. Methods that answer a future do not wait for it to
 * complete, but for a language to load; the others fold as long as that takes.
 */
final class ProjectionQuestions {

    private final ProjectionApi api;

    ProjectionQuestions(ProjectionApi api) {
        this.api = api;
    }

    Result<byte[]> list(Caller caller, StoreQuestion asked) {
        String after = asked.text(StoreQuestion.AFTER);
        return api.list(caller).then(all -> {
            Listing page = new Listing("projections");
            for (ProjectionView view : all) {
                boolean wanted = after == null || view.name().compareTo(after) > 0;
                if (wanted && !page.add(new String(view.json(), StandardCharsets.UTF_8))) {
                    break;
                }
            }
            return Result.ok(page.json(false));
        });
    }

    CompletableFuture<Result<Boolean>> create(Caller caller, StoreQuestion asked) {
        boolean replace = asked.text(StoreQuestion.REPLACE) == null || asked.flag(StoreQuestion.REPLACE);
        String edn = asked.text(StoreQuestion.EDN);
        if (edn != null) {
            String file = asked.text(StoreQuestion.FILE);
            return api.createFromEdn(caller, edn, file == null ? "the text" : file, replace);
        }
        for (String field : new String[] {StoreQuestion.PROJECTION, StoreQuestion.LANGUAGE, StoreQuestion.REDUCTION}) {
            if (asked.required(field) instanceof Result.Err<String> err) {
                return CompletableFuture.completedFuture(Result.err(err.failure()));
            }
        }
        NewProjection wanted = new NewProjection(
                asked.text(StoreQuestion.PROJECTION),
                asked.text(StoreQuestion.STREAM),
                asked.flag(StoreQuestion.EXACT),
                asked.text(StoreQuestion.LANGUAGE),
                asked.text(StoreQuestion.REDUCTION),
                asked.text(StoreQuestion.INITIAL));
        return api.create(caller, wanted, replace);
    }

    CompletableFuture<Result<Boolean>> reset(Caller caller, StoreQuestion asked) {
        return changed(caller, asked, api::reset);
    }

    CompletableFuture<Result<Boolean>> pause(Caller caller, StoreQuestion asked) {
        return changed(caller, asked, api::pause);
    }

    CompletableFuture<Result<Boolean>> resume(Caller caller, StoreQuestion asked) {
        return changed(caller, asked, (by, name) -> api.resume(by, name, asked.flag(StoreQuestion.SKIP)));
    }

    private static CompletableFuture<Result<Boolean>> changed(
            Caller caller, StoreQuestion asked, BiFunction<Caller, String, CompletableFuture<Result<Boolean>>> change) {
        Result<String> name = asked.required(StoreQuestion.PROJECTION);
        return name instanceof Result.Ok<String> ok
                ? change.apply(caller, ok.value())
                : CompletableFuture.completedFuture(Result.err(name.failure()));
    }

    /** For so long as is asked for, but not longer than one call may take. */
    CompletableFuture<Result<Long>> await(Caller caller, StoreQuestion asked) {
        Result<CompletableFuture<Result<Long>>> begun = asked.required(StoreQuestion.PROJECTION)
                .then(name -> asked.required(StoreQuestion.AT_LEAST)
                        .then(atLeast -> asked.number(StoreQuestion.TIMEOUT, StorePaths.LONGEST_WAIT_MS)
                                .map(ms -> api.await(
                                        caller,
                                        name,
                                        atLeast,
                                        Duration.ofMillis(Math.min(ms, StorePaths.LONGEST_WAIT_MS))))));
        return begun instanceof Result.Ok<CompletableFuture<Result<Long>>> ok
                ? ok.value()
                : CompletableFuture.completedFuture(Result.err(begun.failure()));
    }

    Result<byte[]> diff(Caller caller, StoreQuestion asked) {
        return asked.required(StoreQuestion.PROJECTION)
                .then(name -> asked.required(StoreQuestion.FROM)
                        .then(from -> asked.required(StoreQuestion.TO).then(to -> api.diff(caller, name, from, to))))
                .map(patch -> changes(patch));
    }

    private static byte[] changes(byte[] patch) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(patch.length + 16);
        json.writeBytes(Utf8.bytes("{\"changes\":"));
        json.writeBytes(patch);
        json.write('}');
        return json.toByteArray();
    }

    Result<byte[]> bisect(Caller caller, StoreQuestion asked) {
        return asked.required(StoreQuestion.PROJECTION)
                .then(name -> asked.required(StoreQuestion.UNTIL).then(until -> api.bisect(caller, name, until)))
                .map((BisectionView turning) -> turning.json());
    }

    Result<byte[]> schema(Caller caller, StoreQuestion asked) {
        return asked.required(StoreQuestion.STREAM).then(stream -> api.schema(caller, stream));
    }

    /** The value, a field of it, or the whole descriptor; chunk by chunk where it may be large. */
    Result<Download> value(Caller caller, StoreQuestion asked) {
        String key = asked.text(StoreQuestion.KEY);
        String at = asked.text(StoreQuestion.AT);
        return asked.required(StoreQuestion.PROJECTION).then(name -> {
            if (asked.flag(StoreQuestion.FULL)) {
                return api.find(caller, name).map(view -> Lazily.whole(view.json()));
            }
            return key == null && at == null
                    ? api.wholeValue(caller, name)
                    : api.value(caller, name, key, at).map(json -> Lazily.whole(json));
        });
    }
}
