package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EncryptionBudgetTest {
    @Test
    void grantsPortionsUpToLimitAndNoFurther() {
        EncryptionBudget budget = new EncryptionBudget(10, 4);
        assertThat(budget.grant(0)).hasValue(4);
        assertThat(budget.grant(6)).hasValue(10);
        assertThat(budget.grant(7)).isEqualTo(OptionalLong.empty());
        assertThat(budget.grant(10)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void keepsTheBoundOfNist() {
        assertThat(EncryptionBudget.NIST.grant((1L << 32) - (1L << 20))).hasValue(1L << 32);
        assertThat(EncryptionBudget.NIST.grant((1L << 32) - (1L << 20) + 1)).isEmpty();
        assertThatThrownBy(() -> new EncryptionBudget((1L << 32) + 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EncryptionBudget(10, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EncryptionBudget(10, 11)).isInstanceOf(IllegalArgumentException.class);
    }
}
