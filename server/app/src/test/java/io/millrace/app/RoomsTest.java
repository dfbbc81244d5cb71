package io.millrace.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The import table of the design: who may know whom, and behind which gate each big dependency stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomsTest {

    private static final int MOST_TYPES = 25;

    private JavaClasses classes;

    /** The rooms, lower ones first, with the other rooms that each may import. */
    enum Room {
        SPI_DATA("spi.data"),
        SPI_ERROR("spi.error", SPI_DATA),
        SPI_CONNECTOR("spi.connector", SPI_DATA, SPI_ERROR),
        CONNECTORS("connector", SPI_DATA, SPI_ERROR, SPI_CONNECTOR),
        SQL("sql", SPI_ERROR),
        CONFIG("config", SPI_ERROR),
        DSTREAM("dstream", SPI_DATA, SPI_ERROR),
        CODEC("codec", SPI_DATA, SPI_ERROR, DSTREAM),
        JOURNAL("journal", SPI_DATA, SPI_ERROR, CONFIG, CODEC),
        ENGINE("engine", SPI_DATA, SPI_ERROR, SPI_CONNECTOR, CONFIG, DSTREAM, CODEC, JOURNAL),
        CATALOG("catalog", SPI_DATA, SPI_ERROR, SPI_CONNECTOR, CONFIG, DSTREAM, CODEC, JOURNAL, ENGINE),
        PLANNER("planner", SPI_DATA, SPI_ERROR, SPI_CONNECTOR, SQL, CONFIG, DSTREAM, CODEC, JOURNAL, ENGINE, CATALOG),
        SESSION(
                "session",
                SPI_DATA,
                SPI_ERROR,
                SPI_CONNECTOR,
                SQL,
                CONFIG,
                DSTREAM,
                CODEC,
                JOURNAL,
                ENGINE,
                CATALOG,
                PLANNER),
        ENDPOINT("endpoint", SPI_DATA, SPI_ERROR, CONFIG, SESSION),
        JDBC("jdbc"),
        CLI("cli", JDBC),
        DOCS("docs");

        private final String name;
        private final List<Room> imports;

        Room(String name, Room... imports) {
            this.name = name;
            this.imports = List.of(imports);
        }

        String packages() {
            return "io.millrace." + name + "..";
        }
    }

    /** What may be imported from outside, and where alone. */
    static Stream<Arguments> gates() {
        return Stream.of(
                gate("org.codehaus..", Room.ENGINE),
                gate("org.eclipse.jetty..", Room.ENDPOINT),
                gate("io.micrometer..", Room.ENDPOINT),
                gate("io.prometheus..", Room.ENDPOINT),
                gate("com.fasterxml.jackson..", Room.ENDPOINT, Room.CONNECTORS),
                gate("com.zaxxer.hikari..", Room.CONNECTORS),
                gate("org.postgresql..", Room.CONNECTORS),
                gate("org.apache.kafka..", Room.CONNECTORS),
                gate("org.apache.avro..", Room.CONNECTORS),
                gate("org.apache.parquet..", Room.CONNECTORS),
                gate("org.apache.commons.compress..", Room.CONNECTORS),
                gate("com.github.luben..", Room.CONNECTORS),
                gate("com.google.re2j..", Room.CONNECTORS),
                gate("org.jline..", Room.CLI),
                gate("org.commonmark..", Room.DOCS),
                gate("ch.qos.logback.."));
    }

    private static Arguments gate(String outside, Room... rooms) {
        return Arguments.of(outside, List.of(rooms));
    }

    @BeforeAll
    void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.millrace");
    }

    @ParameterizedTest
    @EnumSource(Room.class)
    void roomImportsOnlyTheRoomsBelowIt(Room room) {
        String[] forbidden = Arrays.stream(Room.values())
                .filter(other -> other != room && !room.imports.contains(other))
                .map(Room::packages)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(room.packages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.app..", "io.millrace.bench..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @ParameterizedTest
    @MethodSource("gates")
    void outsideTypesStayBehindTheirGate(String outside, List<Room> rooms) {
        String[] allowed = rooms.stream().map(Room::packages).toArray(String[]::new);
        noClasses()
                .that(resideOutsideOfPackages(allowed))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(outside)
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void hashesOfPasswordsAreComputedInOneRoom() {
        noClasses()
                .that(resideOutsideOfPackages("io.millrace.session.password.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(classes);
    }

    @Test
    void calciteStaysInParserAndPlanner() {
        noClasses()
                .that(resideOutsideOfPackages(Room.SQL.packages(), Room.PLANNER.packages()))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.calcite..")
                        .and(resideOutsideOfPackages("org.apache.calcite.avatica..")))
                .check(classes);
    }

    @Test
    void avaticaStaysInEndpointAndDriver() {
        noClasses()
                .that(resideOutsideOfPackages(
                        Room.SQL.packages(), Room.PLANNER.packages(), Room.ENDPOINT.packages(), Room.JDBC.packages()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.calcite.avatica..")
                .check(classes);
    }

    @Test
    void parserAndPlannerKnowOnlyTheUnitsThatCalciteBorrowsFromAvatica() {
        noClasses()
                .that(resideInAnyPackage(Room.SQL.packages(), Room.PLANNER.packages()))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.calcite.avatica..")
                        .and(resideOutsideOfPackages("org.apache.calcite.avatica.util..")))
                .check(classes);
    }

    @Test
    void connectorInterfaceNeedsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.millrace.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.millrace.spi..")
                .check(classes);
    }

    @Test
    void connectorsDoNotKnowEachOther() {
        slices().matching("io.millrace.connector.(*)..")
                .should()
                .notDependOnEachOther()
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void roomsAreSmallEnoughToKnow() {
        Map<String, Long> sizes = classes.stream()
                .filter(RoomsTest::isDeclaredInAFileOfItsOwn)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        sizes.values().removeIf(size -> size <= MOST_TYPES);
        assertThat(sizes).as("rooms that need rooms inside, by theme").isEmpty();
    }

    @Test
    void typesOfDifferentRoomsHaveDifferentNames() {
        Map<String, Set<String>> rooms = classes.stream()
                .filter(RoomsTest::isDeclaredInAFileOfItsOwn)
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getPackageName, Collectors.toCollection(TreeSet::new))));
        rooms.values().removeIf(where -> where.size() == 1);
        assertThat(rooms).as("names that stand for two things").isEmpty();
    }

    private static boolean isDeclaredInAFileOfItsOwn(JavaClass type) {
        return type.isTopLevelClass()
                && !type.getSimpleName().equals("package-info")
                && !type.getPackageName().endsWith(".generated");
    }

    /** A method that got another name would be inlined again without a word. */
    @Test
    void compilersAreToldOfMethodsThatThereAre() throws IOException {
        Set<String> methods = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .map(method -> method.getOwner().getName() + "::" + method.getName())
                .collect(Collectors.toSet());
        List<String> told = Files.readAllLines(Path.of("src/main/dist/conf/compiler-commands")).stream()
                .filter(line -> line.contains(" io.millrace."))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        assertThat(told).hasSizeGreaterThan(5);
        assertThat(told)
                .allSatisfy(pattern -> assertThat(methods)
                        .anyMatch(Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E")
                                .asMatchPredicate()));
    }

    @Test
    void everyRoomIsInTheTable() {
        String[] known = Stream.concat(
                        Arrays.stream(Room.values()).map(Room::packages),
                        Stream.of("io.millrace.app..", "io.millrace.bench.."))
                .toArray(String[]::new);
        assertThat(classes.that(resideOutsideOfPackages(known))).isEmpty();
    }
}
