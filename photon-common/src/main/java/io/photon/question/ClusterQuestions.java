// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Question.question;

import io.photon.question.Question.Carriage;

/** A node among others: what followers ask, and who is the primary. */
public final class ClusterQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question FOLLOW = ROWS.add(question("follow", OBJECT, DISK)
            .takes(
                    Params.AFTER_EVENT,
                    Params.STORED,
                    Params.EPOCH,
                    Params.EPOCH_NODE_ID,
                    Params.WAIT,
                    Params.NODE_ID,
                    Params.NODE,
                    Params.ADDRESS)
            .at("GET", "/api/follow")
            .stream("/follow", Carriage.PIECES)
            .words("for what is new")
            .answers("what is new above a position, for a follower"));
    public static final Question FOLLOW_CHECK = ROWS.add(question("follow-check", OBJECT, DISK)
            .takes(Params.FROM_EVENT, Params.TO_EVENT)
            .at("GET", "/api/follow/check")
            .call("/follow/check")
            .words("for a fingerprint")
            .answers("the fingerprint of a range of events"));
    public static final Question CLUSTER = ROWS.add(question("cluster", OBJECT, DISK)
            .at("GET", "/api/cluster")
            .call("/cluster")
            .words("for its place among others")
            .answers("what this node is, whom it follows, and who follows it"));
    public static final Question PROMOTE = ROWS.add(question("promote", OBJECT, DISK)
            .takes(Params.FORCE)
            .at("POST", "/api/cluster/promote")
            .call("/cluster/promote")
            .words("to become the primary")
            .answers("makes a follower the primary"));
    public static final Question STEP_DOWN = ROWS.add(question("step-down", OBJECT, DISK)
            .takes(
                    Params.NEW_EPOCH,
                    Params.EPOCH_AFTER,
                    Params.EPOCH_EVENT,
                    Params.NODE_ID,
                    Params.NODE,
                    Params.ADDRESS)
            .at("POST", "/api/cluster/step-down")
            .call("/cluster/step-down")
            .repeatable()
            .words("to step down")
            .answers("tells a node that another is the primary"));

    private ClusterQuestions() {}
}
