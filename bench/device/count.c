/* A plugin of QEMU that counts how often every instruction is executed; the argument out=FILE says where the counts go: address and count, a line each. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int, void *, uint64_t);
extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);

enum { PLACES = 1 << 20 };
static uint64_t addresses[PLACES], counts[PLACES]; /* a hash table; an address is kept plus 1 */
static char out[4096] = "counts.txt";

static uint64_t *count_of(uint64_t address)
{
    uint64_t place = (address * 0x9E3779B97F4A7C15ull) >> 44;
    while (addresses[place] != 0 && addresses[place] != address + 1)
        place = (place + 1) % PLACES;
    addresses[place] = address + 1;
    return &counts[place];
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    const size_t count = qemu_plugin_tb_n_insns(block);
    (void)id;
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *one = qemu_plugin_tb_get_insn(block, i);
        qemu_plugin_register_vcpu_insn_exec_inline(one, 0, count_of(qemu_plugin_insn_vaddr(one)), 1);
    }
}

static void ended(qemu_plugin_id_t id, void *data)
{
    FILE *file = fopen(out, "w");
    (void)id;
    (void)data;
    if (!file)
        return;
    for (int i = 0; i < PLACES; i++)
        if (addresses[i] && counts[i])
            fprintf(file, "%llx %llu\n", (unsigned long long)addresses[i] - 1, (unsigned long long)counts[i]);
    fclose(file);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int count, char **words)
{
    (void)info;
    for (int i = 0; i < count; i++)
        if (strncmp(words[i], "out=", 4) == 0)
            snprintf(out, sizeof out, "%s", words[i] + 4);
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, 0);
    return 0;
}
