package io.staffetta.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.Template.Rendered;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void variablesAreReplaced() {
        assertThat(render("Ciao {{name}}, sei a {{ Città }}!", Map.of("name", "Anna", "città", "Roma")))
                .isEqualTo(new Rendered.Text("Ciao Anna, sei a Roma!"));
    }

    @Test
    void namesAreComparedWithoutCaseAndOuterSpaces() {
        assertThat(render("{{NOME di battesimo}}", Map.of(" Nome Di Battesimo ", "Anna")))
                .isEqualTo(new Rendered.Text("Anna"));
    }

    @Test
    void aFallbackStandsInForWhatIsMissingOrBlank() {
        assertThat(render("Ciao {{name|amico}}", Map.of())).isEqualTo(new Rendered.Text("Ciao amico"));
        assertThat(render("Ciao {{name | amico }}", Map.of("name", " "))).isEqualTo(new Rendered.Text("Ciao amico"));
        assertThat(render("Ciao{{name|}}", Map.of())).isEqualTo(new Rendered.Text("Ciao"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(render("{{Name}} {{city}} {{Name}}", Map.of("city", "")))
                .isEqualTo(new Rendered.Missing(List.of("Name", "city")));
    }

    @Test
    void valuesAreNeverReadAsTemplate() {
        assertThat(render("{{a}}", Map.of("a", "{{b}}", "b", "x"))).isEqualTo(new Rendered.Text("{{b}}"));
    }

    @Test
    void singleBracesAndStrayClosingOnesAreText() {
        assertThat(render("{a} }} {", Map.of())).isEqualTo(new Rendered.Text("{a} }} {"));
    }

    @Test
    void bracesThatAreNotClosedAreRefusedWithTheirPosition() {
        assertInvalid("Ciao {{name", 5);
        assertInvalid("{{a}} {{b {{c}}", 6);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertInvalid("{{}}", 0);
        assertInvalid("x {{#if a}}", 2);
    }

    @Test
    void controlCharactersVanishAndLineBreaksBecomeOneSort() {
        assertThat(render("a\r\nb\u0007{{c}}", Map.of("c", "x\u0000\ty"))).isEqualTo(new Rendered.Text("a\nbx\ty"));
    }

    @Test
    void aTextThatWouldBeTooLongIsAFlaw() {
        assertThat(render("{{a}}", Map.of("a", "x".repeat(4096)))).isInstanceOf(Rendered.Text.class);
        assertThat(render("{{a}}", Map.of("a", "x".repeat(4097)))).isEqualTo(new Rendered.TooLong(4097));
    }

    @Test
    void nothingVisibleIsAFlaw() {
        assertThat(render("{{a|}}", Map.of())).isEqualTo(new Rendered.Blank());
    }

    @Test
    void theVariablesAreListedOnceInOrder() {
        assertThat(Template.of("{{B}} {{a}} {{b|x}}").variables()).containsExactly("b", "a");
    }

    @Property
    void whateverTheValueItStandsThereUnchanged(@ForAll String value) {
        String printable = value.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
        Rendered expected = printable.isBlank() ? new Rendered.Text("<->") : new Rendered.Text("<" + printable + ">");

        assertThat(render("<{{a|-}}>", Map.of("a", value))).isEqualTo(expected);
    }

    @Property
    void anyTextIsEitherATemplateOrRefused(@ForAll String text) {
        try {
            assertThat(Template.of(text).source()).isEqualTo(text);
        } catch (Problem refused) {
            assertThat(refused.code()).isIn("template_invalid", "text_blank", "text_too_long", "unstorable_text");
        }
    }

    @Test
    void theCharacterThatNoDatabaseKeepsIsRefused() {
        assertThatThrownBy(() -> Template.of("Ciao\0"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("unstorable_text"));
    }

    private static Rendered render(String template, Map<String, String> variables) {
        return Template.of(template).render(variables);
    }

    private static void assertInvalid(String template, int position) {
        assertThatThrownBy(() -> Template.of(template)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("template_invalid");
            assertThat(problem.details()).containsEntry("position", position);
        });
    }
}
