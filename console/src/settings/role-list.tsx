import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../connections/card.module.css';
import { Fact } from '../connections/card.tsx';
import { assignableRoles } from './roles.ts';

/** What each role may do, folded away until somebody wonders. */
export function RoleList() {
  const { t } = useTranslation();
  return (
    <details>
      <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
        {t('members/roles')}
      </Text>
      <dl className={classes.facts}>
        {assignableRoles('owner').map((role) => (
          <Fact key={role} name={t(`role/${role}`)}>
            {t(`members/may/${role}`)}
          </Fact>
        ))}
      </dl>
    </details>
  );
}
