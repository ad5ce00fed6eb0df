package vethscope.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "vethscope.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_circle =
            slices().matching("vethscope.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule what_draws_and_answers_in_the_terminal_knows_no_toolkit = noClasses()
            .that()
            .resideInAnyPackage("..app.cli..", "..app.scene..", "..app.paint..", "..app.tool..", "..app.export..")
            .and()
            .doNotHaveSimpleName("FxPen")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..");

    @ArchTest
    static final ArchRule the_timeline_knows_no_toolkit = noClasses()
            .that()
            .resideInAPackage("..app.play..")
            .and()
            .haveNameNotMatching(".*View(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..");
}
