// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.question.Asked;
import io.photon.question.Question;
import io.photon.question.Questions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.HashMap;
import java.util.Map;

/** Who may ask what of this Photon, and what answers: filled by noun, the same for every door. Thread-safe. */
public final class UseCases {

    private final Map<Question, UseCase> rows = new HashMap<>();
    private final PhotonApi api;

    public UseCases(PhotonApi api, ProjectionApi projections) {
        this.api = api;
        new EventUseCases(api).fill(this);
        new StreamUseCases(api, projections.sizes()).fill(this);
        new BackupUseCases(api).fill(this);
        new AdminUseCases(api, projections).fill(this);
        new ClusterUseCases(api).fill(this);
        new TokenUseCases(api.auth()).fill(this);
        new HookUseCases(api.hooks()).fill(this);
        new UserUseCases(api).fill(this);
        new SqlUseCases(projections).fill(this);
        new ProjectionUseCases(projections).fill(this);
    }

    /** One more row. */
    UseCases add(Question question, Access access, UseCase.Function function) {
        if (rows.put(question, new UseCase(question, access, function)) != null) {
            throw new IllegalArgumentException(question + " is answered twice");
        }
        return this;
    }

    /** Whether a question is answered by {@link #ask}; others have an endpoint of their own, or none. */
    public boolean knows(Question question) {
        return rows.containsKey(question);
    }

    /** Answers, on a thread that may bear the question's cost: DENIED for those who may not ask it. */
    public Result<Answer> ask(Caller caller, Asked asked) {
        UseCase row = rows.get(asked.question());
        if (row == null) {
            return Result.err(
                    Failure.Kind.NOT_FOUND,
                    "this Photon has no answer to '" + asked.question() + "'",
                    "see what it can be asked in docs/http.md: " + Questions.ALL.size() + " calls");
        }
        return api.current(caller) // who asks again and again over one connection may have become another
                .then(now -> row.access().check(now, asked))
                .then(allowed -> row.function().apply(allowed, asked));
    }
}
