package org.restconnector.pull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.restconnector.format.ScanPaths;
import org.restconnector.http.ApiSettings;
import org.restconnector.json.ValuePath;
import org.restconnector.settings.Parameters;

/**
 * All that a user said of one pull, or of one fetch, checked.
 *
 * @param schedule of a pull
 * @param fetch what a fetch has beside all that a pull has
 */
record PullSettings(
        String name,
        Optional<ScheduleSettings> schedule,
        Optional<FetchSettings> fetch,
        RequestSettings request,
        ApiSettings api,
        AnswerCheck answers,
        RecordSettings records,
        PaginationSettings pagination,
        DeliverySettings delivery,
        Optional<IncrementalSettings> incremental,
        boolean changedOnly,
        boolean resume,
        String fingerprint) {

    private static final long LOOKED_AT_IN_MEMORY = 64 << 20;

    private enum Deliver {
        ALL,
        CHANGED
    }

    PullSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(fetch, "fetch");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(answers, "answers");
        Objects.requireNonNull(records, "records");
        Objects.requireNonNull(pagination, "pagination");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(incremental, "incremental");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** What is read of a page, beside its records. */
    ScanPaths pagePaths() {
        Map<String, ValuePath> paths = new HashMap<>(pagination.pagePaths());
        paths.putAll(answers.paths());
        return new ScanPaths(records.path(), paths);
    }

    /** What is wrong stands in {@code parameters} afterwards; the settings are of use only if nothing is. */
    static PullSettings of(Parameters parameters) {
        boolean isFetch = parameters.declares("parentFields");
        PaginationSettings pagination = PaginationSettings.of(parameters);
        SincePlaces places = isFetch ? SincePlaces.NONE : SincePlaces.of(parameters);
        Optional<FetchSettings> fetch = isFetch ? Optional.of(FetchSettings.of(parameters)) : Optional.empty();
        RequestSettings request = RequestSettings.of(
                parameters,
                Stream.of(pagination.placements(), places.placements())
                        .flatMap(List::stream)
                        .toList());
        return new PullSettings(
                parameters.textOrEmpty("name"),
                isFetch ? Optional.empty() : Optional.of(ScheduleSettings.of(parameters, request.timeZone())),
                fetch,
                request,
                ApiSettings.of(parameters),
                AnswerCheck.of(parameters),
                RecordSettings.of(parameters),
                pagination,
                DeliverySettings.of(parameters),
                isFetch ? Optional.empty() : IncrementalSettings.of(parameters, places, pagination),
                parameters.choice("deliver", Deliver.class).orElse(Deliver.ALL) == Deliver.CHANGED,
                parameters.flag("resume"),
                isFetch ? "" : Fingerprint.of(parameters, request, pagination));
    }

    /** The same pull to be looked at: its pages need no place on disk. */
    PullSettings toLookAt() {
        return new PullSettings(
                name,
                schedule,
                fetch,
                request,
                api.holding(LOOKED_AT_IN_MEMORY),
                answers,
                records,
                pagination,
                delivery,
                incremental,
                changedOnly,
                resume,
                fingerprint);
    }

    /** The same pull for a page that is a single record, as JSON. */
    PullSettings ofOneRecord() {
        return new PullSettings(
                name,
                schedule,
                Optional.empty(),
                request,
                api,
                AnswerCheck.NONE,
                records.ofOne(),
                pagination,
                delivery,
                Optional.empty(),
                false,
                resume,
                fingerprint);
    }
}
