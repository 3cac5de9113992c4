// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.api.DaemonMetrics;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.UseCases;
import io.photon.budget.Budget;
import io.photon.budget.Use;
import io.photon.door.http.console.ConsoleEndpoint;
import io.photon.door.http.endpoint.CreateProjectionEndpoint;
import io.photon.door.http.endpoint.EmitEndpoint;
import io.photon.door.http.endpoint.Endpoint;
import io.photon.door.http.endpoint.ExportEndpoint;
import io.photon.door.http.endpoint.HookEndpoint;
import io.photon.door.http.endpoint.JsonBodyEndpoint;
import io.photon.door.http.endpoint.MetricsEndpoint;
import io.photon.door.http.endpoint.NewStreamEndpoint;
import io.photon.door.http.endpoint.OpenEndpoints;
import io.photon.door.http.endpoint.QuestionEndpoint;
import io.photon.door.http.endpoint.ReplayEndpoint;
import io.photon.door.http.endpoint.RestoreEndpoint;
import io.photon.door.http.endpoint.SessionEndpoints;
import io.photon.door.http.endpoint.SqlEndpoint;
import io.photon.door.http.endpoint.UploadEndpoint;
import io.photon.door.http.identity.HttpAuthentication;
import io.photon.door.http.socket.SocketSessions;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Outbound;
import io.photon.question.AdminQuestions;
import io.photon.question.BackupQuestions;
import io.photon.question.EventQuestions;
import io.photon.question.Form;
import io.photon.question.HookQuestions;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.Questions;
import io.photon.question.SqlQuestions;
import io.photon.question.StreamQuestions;
import io.photon.question.TokenQuestions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who answers what may be asked: the rows of {@link Questions}, by the use cases or by an endpoint of their own. */
final class Routes {

    private Routes() {}

    static Router of(
            PhotonApi api,
            ProjectionApi projections,
            HttpSettings settings,
            OpenRequests openRequests,
            Budget budget,
            Outbound outbound) {
        api.report(PhotonApi.HTTP, () -> facts(openRequests, budget));
        UseCases useCases = new UseCases(api, projections);
        Map<Question, Endpoint> own = own(api, settings, openRequests, budget);
        own.put(StreamQuestions.EXPORT, new ExportEndpoint(useCases, openRequests));
        own.put(SqlQuestions.SQL, new SqlEndpoint(api.sql(projections), settings, budget, openRequests));
        own.put(
                ProjectionQuestions.PROJECTION_CREATE,
                new CreateProjectionEndpoint(
                        new QuestionEndpoint(ProjectionQuestions.PROJECTION_CREATE, useCases, settings, openRequests),
                        settings,
                        budget));
        HttpAuthentication authentication = new HttpAuthentication(api);
        addIdentity(
                own, new SessionEndpoints(api, authentication, settings.front().basePath() + "/"), settings, budget);
        own.put(
                AdminQuestions.METRICS,
                new MetricsEndpoint(
                        new DaemonMetrics(api, projections, settings.observing().metricProjections())));
        Router router = new Router(
                new CorsPolicy(settings.corsOrigins()),
                authentication,
                new WebHookHandshake(settings.cloudEvents()),
                new RequestLog(settings.observing()),
                new ConsoleEndpoint(settings.banner(), settings.front().basePath()),
                openRequests,
                outbound,
                settings);
        api.meter(router::measure);
        for (Question question : Questions.ALL) {
            Endpoint itsOwn = own.get(question);
            if (itsOwn == null && !useCases.knows(question)) {
                throw new IllegalStateException("nothing answers " + question);
            }
            router.add(question, itsOwn == null ? plain(question, useCases, settings, openRequests, budget) : itsOwn);
        }
        Sockets.add(router, new SocketSessions(api, useCases), settings, openRequests);
        ApiPages.add(router, api.version());
        return router;
    }

    /** Of parameters in the path and the query, or in a body. */
    private static Endpoint plain(
            Question question, UseCases useCases, HttpSettings settings, OpenRequests openRequests, Budget budget) {
        QuestionEndpoint endpoint = new QuestionEndpoint(question, useCases, settings, openRequests);
        return question.form() == Form.UPLOAD
                ? new JsonBodyEndpoint(question, settings, budget, endpoint::answerByCost)
                : endpoint;
    }

    /** What is read or written as it comes, or needs no identity. */
    private static Map<Question, Endpoint> own(
            PhotonApi api, HttpSettings settings, OpenRequests openRequests, Budget budget) {
        Map<Question, Endpoint> own = new LinkedHashMap<>();
        Endpoint emit = new EmitEndpoint(api, settings, openRequests, budget);
        OpenEndpoints open = new OpenEndpoints(api);
        own.put(EventQuestions.EMIT, emit);
        own.put(EventQuestions.EMIT_TO, emit);
        own.put(EventQuestions.EMIT_MANY, new UploadEndpoint(emit, api, settings, budget, openRequests));
        own.put(EventQuestions.REPLAY, new ReplayEndpoint(api, settings, openRequests));
        own.put(BackupQuestions.RESTORE, new RestoreEndpoint(api, settings, budget, openRequests));
        own.put(StreamQuestions.NEW_STREAM, new NewStreamEndpoint(api, settings, budget, openRequests));
        own.put(HookQuestions.HOOK_DELIVER, new HookEndpoint(api.hooks(), settings, budget));
        own.put(AdminQuestions.HEALTH, open::health);
        own.put(AdminQuestions.READY, open::ready);
        return own;
    }

    private static void addIdentity(
            Map<Question, Endpoint> own, SessionEndpoints sessions, HttpSettings settings, Budget budget) {
        Budget strangers = budget.forStrangers();
        own.put(TokenQuestions.LOGIN, sessions::login);
        own.put(
                TokenQuestions.LOGIN_BY_FORM,
                new JsonBodyEndpoint(TokenQuestions.LOGIN_BY_FORM, settings, strangers, sessions::loginByForm));
        own.put(TokenQuestions.LOGOUT, sessions::logout);
        own.put(TokenQuestions.SESSION, sessions::session);
        own.put(
                TokenQuestions.TOKEN_REFRESH,
                new JsonBodyEndpoint(TokenQuestions.TOKEN_REFRESH, settings, strangers, sessions::refresh));
    }

    private static Map<String, Object> facts(OpenRequests openRequests, Budget budget) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("requests", openRequests.requests());
        facts.put("readers", openRequests.readers());
        facts.put("inbound-bytes", budget.usedBytes(Use.REQUESTS));
        facts.put("outbound-bytes", budget.usedBytes(Use.ANSWERS));
        return facts;
    }
}
