// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Question.question;

/** How this Photon is, and what an operator does with it. */
public final class AdminQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question PING =
            ROWS.add(question("ping", OBJECT, QUICK).at("GET", "/api/ping").answers("whether the identity is good"));
    public static final Question STATS = ROWS.add(question("stats", OBJECT, DISK)
            .at("GET", "/api/stats")
            .call("/stats")
            .words("for its counters")
            .answers("counters and gauges"));
    public static final Question HEALTH = ROWS.add(
            question("health", OBJECT, QUICK).at("GET", "/health").open().answers("200 when alive"));
    public static final Question READY = ROWS.add(question("ready", OBJECT, QUICK)
            .takes(Params.MAX_LAG)
            .at("GET", "/ready")
            .open()
            .answers("200 when it can append, or follows; else 503"));
    public static final Question METRICS = ROWS.add(question("metrics", Form.TEXT, DISK)
            .at("GET", "/metrics")
            .answers("counters and gauges for Prometheus, as text or as OpenMetrics"));
    public static final Question LOG = ROWS.add(question("log", OBJECT, DISK)
            .takes(Params.AFTER_ENTRY, Params.MOST_ROWS)
            .at("GET", "/api/log")
            .call("/log")
            .words("for its log")
            .answers("the latest warnings, errors and refused logins"));
    public static final Question SETTINGS = ROWS.add(question("settings", OBJECT, QUICK)
            .at("GET", "/api/settings")
            .call("/settings")
            .words("for its settings")
            .answers("all settings, each with its origin; secrets are masked"));
    public static final Question SUBSCRIBERS = ROWS.add(question("subscribers", OBJECT, DISK)
            .takes(Params.AFTER_ID, Params.MOST_ROWS)
            .at("GET", "/api/subscribers")
            .call("/subscribers")
            .words("for its subscribers")
            .answers("who reads events now"));
    public static final Question BUSIEST_STREAMS = ROWS.add(question("busiest-streams", OBJECT, DISK)
            .takes(Params.MOST_ROWS)
            .at("GET", "/api/busiest-streams")
            .call("/busiest-streams")
            .words("for its busiest streams")
            .answers("the streams that got most events in the last minute"));
    public static final Question APPENDS_PAUSE = ROWS.add(question("appends-pause", OBJECT, QUICK)
            .takes(Params.WHY, Params.SECONDS, Params.PAUSE_NAME)
            .at("POST", "/api/appends/pause")
            .repeatable()
            .answers("refuses appends until they are resumed, and tells the head"));
    public static final Question APPENDS_RESUME = ROWS.add(question("appends-resume", OBJECT, QUICK)
            .takes(Params.PAUSE_NAME)
            .at("POST", "/api/appends/resume")
            .repeatable()
            .answers("lets appends go on"));

    private AdminQuestions() {}
}
