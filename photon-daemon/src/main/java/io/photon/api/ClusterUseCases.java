// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.follow.Asking;
import io.photon.follow.Cluster;
import io.photon.follow.Epoch;
import io.photon.question.Asked;
import io.photon.question.ClusterQuestions;
import io.photon.question.Params;
import io.photon.result.Result;

/** Questions about this node and the others: following it, and who is the primary. */
final class ClusterUseCases {

    private final Cluster cluster;

    ClusterUseCases(PhotonApi api) {
        this.cluster = api.cluster();
    }

    void fill(UseCases table) {
        table.add(
                        ClusterQuestions.FOLLOW,
                        Access.FOLLOW,
                        (caller, asked) -> Result.ok(new Answer.Later(cluster.fetch(asking(asked)))))
                .add(
                        ClusterQuestions.FOLLOW_CHECK,
                        Access.FOLLOW,
                        (caller, asked) -> cluster.fingerprint(asked.get(Params.FROM_EVENT), asked.get(Params.TO_EVENT))
                                .map(Answer.Json::new))
                .add(ClusterQuestions.CLUSTER, Access.COUNTERS, (caller, asked) -> status())
                .add(
                        ClusterQuestions.PROMOTE,
                        Access.PROMOTE,
                        (caller, asked) ->
                                cluster.promote(asked.is(Params.FORCE)).then(epoch -> status()))
                .add(
                        ClusterQuestions.STEP_DOWN,
                        Access.STEP_DOWN,
                        (caller, asked) -> cluster.stepDown(epoch(asked)).then(done -> status()));
    }

    private Result<Answer> status() {
        return Result.ok(new Answer.Json(cluster.status().json()));
    }

    private static Asking asking(Asked asked) {
        return new Asking(
                asked.get(Params.AFTER_EVENT),
                asked.or(Params.STORED, 0L),
                asked.or(Params.EPOCH, 1L),
                asked.or(Params.EPOCH_NODE_ID, ""),
                asked.or(Params.WAIT, 0L),
                asked.get(Params.NODE_ID),
                asked.or(Params.NODE, ""),
                asked.or(Params.ADDRESS, ""));
    }

    private static Epoch epoch(Asked asked) {
        return new Epoch(
                asked.get(Params.NEW_EPOCH),
                asked.get(Params.EPOCH_AFTER),
                asked.or(Params.EPOCH_EVENT, 0L),
                asked.or(Params.NODE, ""),
                asked.get(Params.NODE_ID),
                asked.or(Params.ADDRESS, ""));
    }
}
