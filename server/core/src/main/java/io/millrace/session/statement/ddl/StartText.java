package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.engine.input.InputView;
import io.millrace.session.definition.InputOptions;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.DefinitionEdit;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.StartPlace;
import io.millrace.sql.tree.ddl.CreateMode;
import java.util.Map;
import java.util.Optional;

/**
 * Where a CREATE statement says that a stream begins. What NOW and RESUME mean is found out once and written into the statement, so that it says
 * the same place whenever it is executed again.
 */
final class StartText {

    private final Services services;
    private final ParsedStatement said;
    private final OptionTexts options;
    private final Optional<String> place;

    StartText(Services services, ParsedStatement said, OptionTexts options) {
        this.services = services;
        this.said = said;
        this.options = options;
        this.place = Optional.ofNullable(options.values().get(StartPlace.OPTION));
    }

    /** Refuses a place where there is but one to begin at. */
    void refuseUnfit(Catalog catalog) {
        if (place.isEmpty()) {
            return;
        }
        if (!options.hasConnector()) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    options.place(StartPlace.OPTION),
                    "rows that come by INSERT have no other place to begin at; leave out START FROM");
        }
        String name = options.given(services.options(), catalog).values().get().get(InputOptions.CONNECTOR);
        Connector connector = services.connectors().connector(name);
        boolean known =
                connector.options().stream().anyMatch(option -> option.name().equals(StartPlace.OPTION));
        if (!known || InputOptions.isLookup(options.values())) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    options.place(StartPlace.OPTION),
                    "connector '" + connector.name() + "' has one place to begin at; leave out START FROM");
        }
    }

    boolean resumes() {
        return place.filter(StartPlace.RESUME::equalsIgnoreCase).isPresent();
    }

    boolean isNow() {
        return place.filter(StartPlace.NOW::equalsIgnoreCase).isPresent();
    }

    /** The statement with the places that the stream has come to which is to be replaced; with the beginning when there is none. */
    ParsedStatement resumed(RelationName name, CreateMode mode, InputOptions opened) {
        Optional<InputView> before =
                Optional.ofNullable(services.driver().published().inputs().get(name.toString()));
        if (!mode.orReplace()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    options.place(StartPlace.OPTION),
                    "RESUME goes on where the one stood that is replaced; write CREATE OR REPLACE, or START FROM BEGINNING or NOW");
        }
        Map<String, String> replaced = before.flatMap(
                        input -> services.definitions().catalog().find(name))
                .map(StartText::options)
                .orElse(Map.of());
        Optional.ofNullable(replaced.get(InputOptions.CONNECTOR))
                .filter(connector -> !connector.equals(opened.connectorName()))
                .ifPresent(connector -> {
                    throw At.error(
                            ErrorCode.INVALID_DEFINITION,
                            options.place(StartPlace.OPTION),
                            "RESUME cannot go on where the one stands that is replaced, which reads by connector '"
                                    + connector + "'; write START FROM BEGINNING or NOW");
                });
        String start = replaced.getOrDefault(StartPlace.OPTION, StartPlace.BEGINNING);
        return written(before.map(InputView::offsets).orElse(Map.of()), start, opened);
    }

    private static Map<String, String> options(Relation relation) {
        return relation instanceof StreamRelation stream
                ? stream.options()
                : relation instanceof TableRelation table ? table.options() : Map.of();
    }

    /**
     * The statement with the places at which the source ends now.
     *
     * @param source open, and closed by this
     */
    ParsedStatement now(Run run, InputOptions opened, ConnectorSource source) {
        try {
            if (run.transaction().isPresent()) {
                throw At.error(
                        ErrorCode.TRANSACTION_STATE,
                        options.place(StartPlace.OPTION),
                        "where NOW is, is not found out in a transaction; write START FROM OFFSETS, or create it outside");
            }
            Map<String, Offset> ends = Detached.call(services.workers(), run.execution(), source::ends);
            return written(ends, StartPlace.BEGINNING, opened);
        } finally {
            source.drop();
        }
    }

    /** @param before where it began that stood at these places: there stands still of what nothing was read */
    private ParsedStatement written(Map<String, Offset> places, String before, InputOptions opened) {
        String text;
        try {
            text = opened.startAt(places, before);
        } catch (MillraceException failure) {
            throw At.error(failure.code(), options.place(StartPlace.OPTION), failure.getMessage());
        }
        text = text.isEmpty() ? StartPlace.BEGINNING : text;
        return SqlParsing.parseStatement(DefinitionEdit.started(said.text(), text));
    }
}
