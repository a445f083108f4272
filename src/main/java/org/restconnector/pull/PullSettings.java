package org.restconnector.pull;

import java.util.Objects;
import org.restconnector.format.ScanPaths;
import org.restconnector.http.ApiSettings;
import org.restconnector.settings.Parameters;

/** All that a user said of one pull, checked. */
record PullSettings(
        String name,
        ScheduleSettings schedule,
        RequestSettings request,
        ApiSettings api,
        RecordSettings records,
        PaginationSettings pagination,
        DeliverySettings delivery,
        boolean resume,
        String fingerprint) {
    PullSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(records, "records");
        Objects.requireNonNull(pagination, "pagination");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** What is read of a page, beside its records. */
    ScanPaths pagePaths() {
        return new ScanPaths(records.path(), pagination.pagePaths());
    }

    /** What is wrong stands in {@code parameters} afterwards; the settings are of use only if nothing is. */
    static PullSettings of(Parameters parameters) {
        PaginationSettings pagination = PaginationSettings.of(parameters);
        RequestSettings request = RequestSettings.of(parameters, pagination.placements());
        return new PullSettings(
                parameters.textOrEmpty("name"),
                ScheduleSettings.of(parameters, request.timeZone()),
                request,
                ApiSettings.of(parameters),
                RecordSettings.of(parameters),
                pagination,
                DeliverySettings.of(parameters),
                parameters.flag("resume"),
                Fingerprint.of(parameters, request, pagination));
    }
}
