// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.core.EventRules;
import io.photon.core.Writer;
import io.photon.question.Asked;
import io.photon.question.HookQuestions;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.hook.Hook;
import io.photon.security.hook.HookRules;
import io.photon.security.hook.Hooks;
import io.photon.text.Utf8;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Questions about hooks. They let strangers in who know a secret, so they are for those who manage users. */
final class HookUseCases {

    private static final Access HOOKS = Access.secret("manage hooks");
    private static final long USUAL_GRACE_SECONDS = Duration.ofDays(1).toSeconds();

    private final HookApi api;
    private final Hooks hooks;

    HookUseCases(HookApi api) {
        this.api = api;
        this.hooks = api.hooks();
    }

    void fill(UseCases table) {
        table.add(HookQuestions.HOOKS, HOOKS, this::list)
                .add(
                        HookQuestions.HOOK_SHOW,
                        HOOKS,
                        (caller, asked) -> hooks.find(asked.get(Params.HOOK)).map(hook -> new Answer.Json(json(hook))))
                .add(HookQuestions.HOOK_CREATE, HOOKS, this::create)
                .add(HookQuestions.HOOK_ROTATE, HOOKS, this::rotate)
                .add(HookQuestions.HOOK_ENABLE, HOOKS, (caller, asked) -> switchTo(true, caller, asked))
                .add(HookQuestions.HOOK_DISABLE, HOOKS, (caller, asked) -> switchTo(false, caller, asked))
                .add(HookQuestions.HOOK_LIMIT, HOOKS, this::limit)
                .add(HookQuestions.HOOK_DELETE, HOOKS, this::delete)
                .add(HookQuestions.HOOK_TEST, HOOKS, this::test);
    }

    private Result<Answer> list(Caller caller, Asked asked) {
        Iterator<Hook> rest = hooks.all().iterator();
        return Result.ok(new Answer.Page("hooks", true, most -> {
            List<String> next = new ArrayList<>();
            while (next.size() < most && rest.hasNext()) {
                next.add(Utf8.text(json(rest.next())));
            }
            return Result.ok(next);
        }));
    }

    private byte[] json(Hook hook) {
        JsonWriter json = new JsonWriter(512)
                .object()
                .field("hook", hook.name())
                .field("path", "/hooks/" + hook.name())
                .field("stream", hook.stream());
        HookRules.Written rules = hook.rules().written();
        json.field("scheme", rules.scheme());
        field(json, Params.SIGNATURE_HEADER.name(), rules.header());
        field(json, Params.SIGNATURE_PREFIX.name(), rules.prefix());
        field(json, Params.ALGORITHM.name(), rules.algorithm());
        field(json, Params.ENCODING.name(), rules.encoding());
        if (!rules.tolerance().isEmpty()) {
            json.field(Params.TOLERANCE.name(), Long.parseLong(rules.tolerance()));
        }
        field(json, Params.TYPE_FROM.name(), rules.typeFrom());
        json.field(Params.EVENT_TYPE.name(), rules.eventType());
        field(json, Params.ID_FROM.name(), rules.idFrom());
        if (hook.maxBody() > 0) {
            json.field(Params.MAX_BODY.name(), hook.maxBody());
        }
        json.field("enabled", hook.isOn())
                .field("usable", hooks.isUsable(hook))
                .field("created", hook.createdMs())
                .field("created-by", hook.createdBy())
                .field("secret-since", hook.secretMs());
        Long former = hook.formerSecretUntilMs(System.currentTimeMillis());
        if (former != null) {
            json.field("former-secret-until", former);
        }
        HookApi.Seen seen = api.seen(hook.name());
        json.field("stored", seen.stored())
                .field("duplicates", seen.duplicates())
                .field("failed", seen.failed());
        if (seen.atMs() > 0) {
            json.field("last-delivery", seen.atMs());
        }
        field(json, "last-problem", seen.problem());
        return json.endObject().bytes();
    }

    private static void field(JsonWriter json, String name, String text) {
        if (!text.isEmpty()) {
            json.field(name, text);
        }
    }

    private static Author author(Caller caller) {
        return new Author(caller.name(), caller.address() + " over " + caller.way());
    }

    private Result<Answer> create(Caller caller, Asked asked) {
        String stream = asked.get(Params.HOOK_STREAM);
        Optional<Failure> refused = EventRules.checkStream(stream, Writer.USER);
        if (refused.isPresent()) {
            return Result.err(refused.get());
        }
        Long tolerance = asked.orNull(Params.TOLERANCE);
        HookRules.Written rules = new HookRules.Written(
                asked.get(Params.SCHEME),
                asked.or(Params.SIGNATURE_HEADER, ""),
                asked.or(Params.SIGNATURE_PREFIX, ""),
                asked.or(Params.ALGORITHM, ""),
                asked.or(Params.ENCODING, ""),
                tolerance == null ? "" : tolerance.toString(),
                asked.or(Params.TYPE_FROM, ""),
                asked.or(Params.EVENT_TYPE, ""),
                asked.or(Params.ID_FROM, ""));
        return HookRules.read(rules)
                .map(read -> created(hooks.create(
                        asked.get(Params.HOOK),
                        stream,
                        read,
                        asked.or(Params.MAX_BODY, 0L),
                        asked.orNull(Params.HOOK_SECRET),
                        author(caller))));
    }

    private Result<Answer> rotate(Caller caller, Asked asked) {
        long grace = asked.or(Params.GRACE, USUAL_GRACE_SECONDS);
        return Result.ok(created(hooks.rotate(
                asked.get(Params.HOOK), asked.orNull(Params.HOOK_SECRET), Duration.ofSeconds(grace), author(caller))));
    }

    private static Answer created(CompletableFuture<Result<Hooks.Created>> created) {
        return new Answer.Later(created.thenApply(done -> done.map(shown -> new JsonWriter(256)
                .object()
                .field("hook", shown.hook().name())
                .field("path", "/hooks/" + shown.hook().name())
                .field("secret", shown.secret())
                .endObject()
                .bytes())));
    }

    private Result<Answer> delete(Caller caller, Asked asked) {
        String name = asked.get(Params.HOOK);
        return Result.ok(Answer.Later.correct(hooks.delete(name, author(caller))
                .thenApply(done -> done.map(at -> {
                    api.forget(name);
                    return at;
                }))));
    }

    private Result<Answer> switchTo(boolean on, Caller caller, Asked asked) {
        return Result.ok(Answer.Later.correct(hooks.switchTo(on, asked.get(Params.HOOK), author(caller))));
    }

    private Result<Answer> limit(Caller caller, Asked asked) {
        return Result.ok(Answer.Later.correct(
                hooks.limit(asked.get(Params.HOOK), asked.get(Params.HOOK_LIMIT), author(caller))));
    }

    private Result<Answer> test(Caller caller, Asked asked) {
        return hooks.tryOut(asked.get(Params.HOOK), asked.orNull(Params.HOOK_PAYLOAD))
                .map(tried -> {
                    JsonWriter json = new JsonWriter(1_024)
                            .object()
                            .field("stored", false)
                            .field("headers")
                            .object();
                    tried.headers().forEach(json::field);
                    return new Answer.Json(json.endObject()
                            .field("event")
                            .raw(Utf8.bytes("{" + Utf8.text(tried.event().body())))
                            .endObject()
                            .bytes());
                });
    }
}
