import { BareList } from '../../parts/bare-list.tsx';
import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoticeRule, NoticeRules } from '../../../../src/api/contract.ts';
import { useNotices } from '../../api/queries.ts';
import { useMay } from '../../api/workspace.ts';
import { Card } from '../../connections/card.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { DeliveriesCard } from './deliveries-card.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleRow } from './rule-row.tsx';
import { SourcesCard } from './sources-card.tsx';

/** Who is told what: the rules, what became of messages, and how long sources may be silent. */
export function NoticesPage() {
  const notices = useNotices();
  return (
    <Stack>
      <Loaded query={notices} rows={3}>
        {(data) => <Rules notices={data} />}
      </Loaded>
      <DeliveriesCard />
      <SourcesCard />
    </Stack>
  );
}

function Rules({ notices: { rules, mail } }: { notices: NoticeRules }) {
  const { t } = useTranslation();
  const may = useMay();
  /** The rule whose form is open; `new` for one to be. */
  const [open, setOpen] = useState<NoticeRule | 'new' | null>(null);
  if (open !== null) {
    return (
      <Card title={t(open === 'new' ? 'notices/new' : 'notices/edit')}>
        <RuleForm rule={open === 'new' ? null : open} mail={mail} onEnd={() => setOpen(null)} />
      </Card>
    );
  }
  const add = may('admin') && (
    <Button size="compact-sm" onClick={() => setOpen('new')} style={{ alignSelf: 'flex-start' }}>
      {t('notices/new')}
    </Button>
  );
  if (rules.length === 0) {
    return <Empty title={t('notices/emptyTitle')} text={t('notices/emptyText')} action={add} />;
  }
  return (
    <Card title={t('notices/title')} text={t('notices/text')}>
      <BareList gap="md">
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} onEdit={() => setOpen(rule)} />
        ))}
      </BareList>
      {add}
    </Card>
  );
}
